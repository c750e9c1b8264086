DROP TABLE obligation_day;
DROP TABLE obligation;
DROP TABLE matter_report;
DROP TABLE matter;
DROP TABLE duty_act;
