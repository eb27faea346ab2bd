"""Screens: the only Streamlit. A page that needs pandas hides a rule; one that needs Plotly hides a figure."""
