package api

import "github.com/danielgtaylor/huma/v2"

func object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: "object", AdditionalProperties: false, Required: required, Properties: properties}
}

func text(description string) *huma.Schema {
	return &huma.Schema{Type: "string", Description: description}
}

func choice(description string, values ...any) *huma.Schema {
	return &huma.Schema{Type: "string", Description: description, Enum: values}
}

func texts(description string) *huma.Schema {
	return &huma.Schema{Type: "array", Items: &huma.Schema{Type: "string"}, Description: description}
}

// secretText goes one way: no answer has one.
func secretText(description string) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "password", WriteOnly: true, Description: description}
}

// flag is a boolean, also as text, as the mail-configuration contract writes it.
func flag(description string) *huma.Schema {
	return &huma.Schema{
		OneOf:       []*huma.Schema{{Type: "boolean"}, {Type: "string", Enum: []any{"true", "false"}}},
		Description: description,
	}
}

// number is a whole number, also as text.
func number(description string, least, most float64) *huma.Schema {
	return &huma.Schema{
		OneOf: []*huma.Schema{
			{Type: "integer", Minimum: &least, Maximum: &most}, {Type: "string", Pattern: "^[0-9]+$"},
		},
		Description: description,
	}
}

// portSchema is a number, also as text, or text with placeholders.
func portSchema() *huma.Schema {
	return &huma.Schema{
		OneOf:       []*huma.Schema{{Type: "integer", Minimum: new(1.0), Maximum: new(65535.0)}, {Type: "string"}},
		Description: "From 1 to 65535, or with placeholders; by default that of the security.",
	}
}
