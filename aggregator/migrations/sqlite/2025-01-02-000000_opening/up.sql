-- Cases open at the start of the period, as JSON; what an amendment of the earlier period is held against.
ALTER TABLE verdict ADD COLUMN opening_cases TEXT;
