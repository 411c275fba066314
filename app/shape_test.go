package app_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"patchbay/app"
)

// errorType is what a bound method may return last.
var errorType = reflect.TypeFor[error]()

// TestBoundMethodsFitTheBridge holds what the bridge to JavaScript can carry:
// at most one result and an error, and types that become useful TypeScript.
func TestBoundMethodsFitTheBridge(t *testing.T) {
	eachMethod(func(name string, method reflect.Type) {
		if method.NumOut() > 2 {
			t.Errorf("%s has %d results; the third is lost", name, method.NumOut())
		}
		if method.NumOut() == 2 && method.Out(1) != errorType {
			t.Errorf("%s: the second result is not an error", name)
		}
		for i := range method.NumIn() {
			checkType(t, name, method.In(i), nil)
		}
		for i := range method.NumOut() {
			if method.Out(i) != errorType {
				checkType(t, name, method.Out(i), nil)
			}
		}
	})
}

// checkType walks a type and refuses what arrives in TypeScript as any, or as
// numbers that are really base64.
func checkType(t *testing.T, where string, typ reflect.Type, path []reflect.Type) {
	t.Helper()
	if slices.Contains(path, typ) {
		return
	}
	path = append(path, typ)
	switch typ.Kind() {
	case reflect.String, reflect.Bool, reflect.Int:
	case reflect.Pointer, reflect.Slice:
		if typ.Elem().Kind() == reflect.Uint8 {
			t.Errorf("%s: bytes arrive as text", where)
		}
		checkType(t, where, typ.Elem(), path)
	case reflect.Struct:
		if typ.PkgPath() != "patchbay/app" {
			t.Errorf("%s: %v is not a view of package app", where, typ)
			return
		}
		for field := range fields(typ) {
			checkType(t, where+"."+field.Name, field.Type, path)
			if tag := field.Tag.Get("json"); !field.Anonymous && (tag == "" || strings.Contains(tag, ",")) {
				t.Errorf("%s.%s has no plain JSON name", where, field.Name)
			}
		}
	default:
		t.Errorf("%s: %v does not cross the bridge", where, typ)
	}
}

func fields(typ reflect.Type) func(func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range typ.NumField() {
			if !yield(typ.Field(i)) {
				return
			}
		}
	}
}

func eachMethod(fn func(name string, method reflect.Type)) {
	for _, bound := range app.New(nil, app.Options{}).Bound() {
		value := reflect.ValueOf(bound)
		for i := range value.NumMethod() {
			fn(value.Type().Elem().Name()+"."+value.Type().Method(i).Name, value.Method(i).Type())
		}
	}
}

// shownOnce are the answers that hold a secret because they are the moment in
// which it is shown, or because the secret protects nothing but the rehearsal.
func shownOnce() []string {
	return []string{
		"RecoveryKey.recoveryKey",    // shown when it is made
		"RehearsalStatus.password",   // the rehearsal server's own
		"RehearsalEndpoint.password", // the same
		"SecretInput.value",          // in the draft that reaches the rehearsal server
		"Header.value",               // of a caught mail
		"Variable.value",             // variables are never secrets
		"Certificate.publicKey",      // "RSA 2048"

		"Advice.passwordLabel",             // what the provider calls it
		"Provider.passwordLabel",           // the same
		"SecretShape.fixValue",             // a user name or a region
		"StoredOAuth2.tokenUrl",            // an address
		"OAuth2Draft.tokenUrl",             // the same
		"ProviderOAuth2.tokenUrl",          // the same
		"StoredOAuth2.clientSecretExpires", // a day
		"OAuth2Draft.clientSecretExpires",  // the same

		"IdentityProviderFields.tokenUrl",             // an address
		"IdentityProviderFields.clientSecretExpires",  // a day
		"IdentityProviderFields.spNextCertificatePem", // a certificate
		"PresetQuestion.key",                          // names an answer
		"ProbeRow.value",                              // of a setting that is no secret
		"SheetEntry.value",                            // to be entered at the provider
		"SigningCertificate.publicKey",                // "RSA 2048"
		"RehearsalProvider.clientSecret",              // the rehearsal provider's own
		"RehearsalProvider.tokenUrl",                  // an address

		"PersonAttribute.value", // of a person, never a secret

		"SavedAPIClient.secret",  // generated, and shown when it is made
		"APIClient.tokenUrl",     // an address
		"MailAPITarget.tokenUrl", // the same
	}
}

func TestSC15_NoAnswerHasAFieldForASecret(t *testing.T) {
	var found []string
	var walk func(typ reflect.Type, seen []reflect.Type)
	walk = func(typ reflect.Type, seen []reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || slices.Contains(seen, typ) {
			return
		}
		for field := range fields(typ) {
			name := typ.Name() + "." + field.Tag.Get("json")
			if field.Type.Kind() == reflect.String && soundsSecret(field.Tag.Get("json")) && !slices.Contains(shownOnce(), name) {
				found = append(found, name)
			}
			walk(field.Type, append(seen, typ))
		}
	}
	eachMethod(func(_ string, method reflect.Type) {
		for i := range method.NumOut() {
			walk(method.Out(i), nil)
		}
	})
	if len(found) > 0 {
		t.Errorf("answers with fields for secrets: %v", found)
	}
}

func soundsSecret(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"password", "secret", "token", "key", "value", "current", "next", "confirm"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}
