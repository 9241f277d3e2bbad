"""An organisation of thousands of people with years of records, invented for trials and for measuring speed."""

NAME, SLUG, DOMAIN, NATION = "Glenmarrow Council", "glenmarrow-council", "glenmarrow.example", "scotland"
PEOPLE, YEARS = 5000, 10
