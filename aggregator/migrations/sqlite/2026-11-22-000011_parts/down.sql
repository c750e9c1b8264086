-- Content of several parts has no one row to go back to.
SELECT no_way_back_from_content_in_parts;
