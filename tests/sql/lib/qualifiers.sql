-- Two qualifiers.
CREATE ROLE test_olga IN ROLE firstline_qualifier;
CREATE ROLE test_pavel IN ROLE firstline_qualifier;
