//! The program of a county: reads workbooks, checks and seals ledgers, files them and keeps the receipts.
