// The signing panel: to come. The bundle holds what opens key files.
export { PFX } from "pkijs";
