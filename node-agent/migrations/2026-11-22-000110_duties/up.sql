-- What the city has decided of the bureau's duties is read each time deadlines are.
CREATE INDEX letter_of_duty ON letter (leaf_index) WHERE substr(document, 1, 13) = 'tongbao-duty/';
