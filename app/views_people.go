package app

// Person is somebody to whom messages go, with the address that the people
// identifier finds.
type Person struct {
	ID         string            `json:"id"`
	Revision   int               `json:"revision"`
	ChangedAt  string            `json:"changedAt"`
	Name       string            `json:"name"`
	UserName   string            `json:"userName"`
	Email      string            `json:"email"`
	Attributes []PersonAttribute `json:"attributes"` // any others, by name
	Address    string            `json:"address"`
	Unusable   string            `json:"unusable"` // why there is no address
}

// PersonAttribute is one of a person's further attributes.
type PersonAttribute struct {
	Name  string `json:"name"` // "upn", "employeeId", any other
	Value string `json:"value"`
}

// PersonDraft is an unsaved person; ID is empty for a new one.
type PersonDraft struct {
	DeploymentID string            `json:"deploymentId"`
	ID           string            `json:"id"`
	Revision     int               `json:"revision"`
	Name         string            `json:"name"`
	UserName     string            `json:"userName"`
	Email        string            `json:"email"`
	Attributes   []PersonAttribute `json:"attributes"`
}

// PeopleQuery asks for a part of the people.
type PeopleQuery struct {
	DeploymentID string `json:"deploymentId"`
	Search       string `json:"search"`
	Unusable     bool   `json:"unusable"` // only those without a usable address
	Offset       int    `json:"offset"`
	Limit        int    `json:"limit"` // at most 1,000
}

// PeopleList is a part of the people, by name.
type PeopleList struct {
	People     []Person `json:"people"`
	Matching   int      `json:"matching"`
	Total      int      `json:"total"`
	Unusable   int      `json:"unusable"` // of all
	Identifier string   `json:"identifier"`
}

// PeopleImportPart is the next piece of a CSV file, in base64: the file may be
// in any encoding. Handle is "" for the first; at most 512 KiB at a time.
type PeopleImportPart struct {
	DeploymentID string `json:"deploymentId"`
	Handle       string `json:"handle"`
	Content      string `json:"content"`
}

// PeopleImport names a file that is there in whole. WithoutBad is the
// operator's word that the good rows are wanted although others are bad.
type PeopleImport struct {
	DeploymentID string `json:"deploymentId"`
	Handle       string `json:"handle"`
	WithoutBad   bool   `json:"withoutBad"`
}

// PeopleImportReport says what an import would do, or has done.
type PeopleImportReport struct {
	Handle       string                `json:"handle"`
	Encoding     string                `json:"encoding"`
	Columns      []string              `json:"columns"`
	Rows         int                   `json:"rows"`
	Good         int                   `json:"good"`
	Bad          int                   `json:"bad"`
	New          int                   `json:"new"`
	Changed      int                   `json:"changed"`
	Unchanged    int                   `json:"unchanged"`
	Unusable     int                   `json:"unusable"` // good rows without a usable address
	Problems     []PeopleImportProblem `json:"problems"` // the first 1,000
	ProblemCount int                   `json:"problemCount"`
	Samples      []PeopleImportSample  `json:"samples"` // the first 100 good rows
}

// PeopleImportProblem is what is wrong with one cell, or with a whole line when
// Column is "".
type PeopleImportProblem struct {
	Line    int    `json:"line"` // of the file, from 1
	Column  string `json:"column"`
	Person  string `json:"person"`
	Message string `json:"message"`
}

// PeopleImportSample is a good row.
type PeopleImportSample struct {
	Line     int    `json:"line"`
	Name     string `json:"name"`
	UserName string `json:"userName"`
	Email    string `json:"email"`
	Address  string `json:"address"`
	Unusable string `json:"unusable"`
	Effect   string `json:"effect"` // "new", "changed", "unchanged"
}
