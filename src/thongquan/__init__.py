"""Electronic customs for express parcels in Vietnam."""
