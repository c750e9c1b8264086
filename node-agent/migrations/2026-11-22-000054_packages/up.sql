-- Which letters are policies: found when the folder is opened, among letters that are many and mostly something else.
CREATE INDEX letter_of_policy ON letter (leaf_index) WHERE substr(document, 1, 15) = 'tongbao-policy/';

-- When an item was last put into a package that is carried by hand.
ALTER TABLE item ADD COLUMN exported INTEGER;
