"""Reading: from the stored facts to numbers, figures and words. Pure; no Streamlit, no clock."""
