DROP TABLE handover_answer;
DROP TABLE handover;
DROP TABLE directive_answer;
DROP TABLE directive_act;
DROP TABLE directive;
DROP TABLE directive_draft;
