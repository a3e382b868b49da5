"""What is measured of a scenario is counted rightly from the games that were played."""
