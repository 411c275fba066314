package app

import "patchbay/backend/fault"

// viewFault shows a fault that is not the answer to a call.
func viewFault(f *fault.Fault) *FaultView {
	return &FaultView{Code: f.Code, Kind: string(f.Kind), Message: f.Message, Hint: f.Hint}
}
