-- luacheck settings: rule scripts run in docmill's sandbox.
std = "lua54"
max_line_length = 120
codes = true
-- stubs define what they describe; hostile scripts are wrong on purpose
exclude_files = { "build", "scripts/meta", "tests/hostile", "tests/**/bad_*.lua" }
