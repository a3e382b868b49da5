"""Forms of a seat: typed moves filled in field by field, with what is allowed and why the rest is not."""
