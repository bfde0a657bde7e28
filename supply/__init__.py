"""What a distribution brings with it: parts, licences, known vulnerabilities. Run by ``scripts/supply``."""
