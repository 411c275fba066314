package vault_test

// campaignSize is the variable of the environment that asks for the campaigns:
// "short" or "full". Without it they are skipped.
const campaignSize = "PATCHBAY_CAMPAIGN"
