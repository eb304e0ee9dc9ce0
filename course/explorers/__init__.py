"""The explorers: each module computes what one of them shows, as rows that the browser draws."""
