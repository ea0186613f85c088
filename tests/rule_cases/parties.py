"""Who imports and who exports."""

from rule_cases.case import NONE, Case

CASES: list[Case] = [
    Case("MIC-13-NEVER", NONE, {"exporter_country": "ZZ"}, "exporter_country"),
    Case("MEC-13-NEVER", NONE, {"consignee_country": "ZZ"}, "consignee_country"),
    Case("MIC-04-CODE", {"importer_code": "9901234560"}, {"importer_code": "9901234561"}, "importer_code"),
    Case("MEC-04-CODE", NONE, {"exporter_code": "9901234561"}, "exporter_code"),
    Case("MIC-05-NEEDED", NONE, {"importer_name": ""}, "importer_name"),
    Case("MEC-05-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    Case("MIC-07-NEEDED", NONE, {"importer_address": ""}, "importer_address"),
    Case("MEC-07-NEEDED", NONE, {"exporter_address": ""}, "exporter_address"),
    Case("MIC-08-NEEDED", {"importer_code": ""}, {"importer_phone": ""}, "importer_phone"),
    Case("MIC-10-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    Case("MEC-10-NEEDED", NONE, {"consignee_name": ""}, "consignee_name"),
]
