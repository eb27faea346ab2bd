"""Writing: what is stored, and the only functions that change it. Imports no pandas, plotly or streamlit."""
