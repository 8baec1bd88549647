"""What people see. Views ask services to change things and never write records themselves."""
