// The suites stand beside this file.
