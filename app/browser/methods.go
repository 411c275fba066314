package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"patchbay/backend/fault"
)

// method is one bound method, found by reflection as the window finds it.
type method struct {
	call     reflect.Value
	in       []reflect.Type
	hasError bool // the last result
	hasValue bool // the first result, which is not an error
}

var errorType = reflect.TypeFor[error]()

// methods maps "app.Session.Status" to its method. A shape that could not be
// answered in JSON is a defect, found when the door is opened.
func methods(bound []any) (map[string]method, error) {
	table := map[string]method{}
	for _, object := range bound {
		value := reflect.ValueOf(object)
		if value.Kind() != reflect.Pointer || value.Elem().Kind() != reflect.Struct {
			return nil, fmt.Errorf("bind %T: not a pointer to a struct", object)
		}
		for i := range value.NumMethod() {
			name := value.Elem().Type().String() + "." + value.Type().Method(i).Name
			m, err := newMethod(value.Method(i))
			if err != nil {
				return nil, fmt.Errorf("bind %s: %w", name, err)
			}
			table[name] = m
		}
	}
	return table, nil
}

func newMethod(call reflect.Value) (method, error) {
	t := call.Type()
	m := method{call: call}
	if t.IsVariadic() {
		return method{}, fmt.Errorf("it is variadic")
	}
	for i := range t.NumIn() {
		m.in = append(m.in, t.In(i))
	}
	results := t.NumOut()
	if results > 0 && t.Out(results-1) == errorType {
		m.hasError = true
		results--
	}
	if results > 1 {
		return method{}, fmt.Errorf("it has %d results beside an error", results)
	}
	m.hasValue = results == 1
	return m, nil
}

// arguments decodes what the page sent for this method: exactly as many
// values, none of them null unless the parameter can be.
func (m method) arguments(raw []json.RawMessage) ([]reflect.Value, error) {
	if len(raw) != len(m.in) {
		return nil, badRequest(fmt.Sprintf("the method takes %d arguments, not %d", len(m.in), len(raw)))
	}
	values := make([]reflect.Value, len(raw))
	for i, t := range m.in {
		if bytes.Equal(raw[i], []byte("null")) && !nullable(t.Kind()) {
			return nil, badRequest(fmt.Sprintf("argument %d must not be null", i+1))
		}
		value := reflect.New(t)
		if err := decode(raw[i], value.Interface()); err != nil {
			return nil, err
		}
		values[i] = value.Elem()
	}
	return values, nil
}

func nullable(kind reflect.Kind) bool {
	return kind == reflect.Pointer || kind == reflect.Slice || kind == reflect.Map || kind == reflect.Interface
}

// invoke calls the method and returns its result as JSON, "null" for none.
func (m method) invoke(arguments []reflect.Value) ([]byte, error) {
	results := m.call.Call(arguments)
	if m.hasError {
		if err, _ := results[len(results)-1].Interface().(error); err != nil {
			return nil, err
		}
	}
	if !m.hasValue {
		return []byte("null"), nil
	}
	body, err := json.Marshal(results[0].Interface())
	if err != nil {
		return nil, fault.Of(fmt.Errorf("encode the result: %w", err))
	}
	return body, nil
}
