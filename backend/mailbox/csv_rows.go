package mailbox

import (
	"bytes"
	"context"
	"fmt"

	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/sheet"
)

// importRow is one row as it would be stored: of a mailbox, or of an alias.
type importRow struct {
	sheet.Row
	draft    Draft
	isAlias  bool
	alias    Alias      // its Mailbox is the one that the row names
	owner    *importRow // of an alias: the row of its mailbox, nil when that is stored
	aliases  int        // rows of aliases of this mailbox
	password bool
}

// Wipe forgets the secrets of the row.
func (r *importRow) Wipe() { r.draft.Secrets.Wipe() }

// address is what the row is about, to be shown.
func (r *importRow) address() string {
	if r.isAlias {
		return r.alias.Mailbox
	}
	return r.draft.Settings.Mailbox
}

// rowReader turns rows of the file into what would be stored.
type rowReader struct {
	known  *known
	header csvHeader
	scan   *csvScanner
	report *reporter
	rows   []*importRow
}

// read reads all rows. What is wrong with one does not hide the next.
func (r *rowReader) read(ctx context.Context) error {
	for row := r.scan.next(); row != nil; row = r.scan.next() {
		if row.blank() {
			continue
		}
		if len(r.rows) == sheet.MaxRows {
			return csvCodes().FaultRows()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		r.rows = append(r.rows, r.row(row))
	}
	return nil
}

func (r *rowReader) row(row *csvRow) *importRow {
	out := &importRow{Row: sheet.Row{Line: row.line, Size: sealedRow + row.size + row.size/8}}
	if row.fault != "" {
		out.Unread = true
		r.report.blame(out, r.columnAt(row.at), row.fault)
		return out
	}
	if more := row.cells[min(r.header.width, len(row.cells)):]; row.count < r.header.width || len(sheet.Trailing(more)) > 0 {
		out.Unread = true
		r.report.blame(out, "", fmt.Sprintf("has %d cells, and the heading %d: is a comma missing, or a quotation mark?", row.count, r.header.width))
		return out
	}
	if address := r.cell(row, columnAlias); address != "" {
		r.alias(out, row)
		return out
	}
	r.mailbox(out, row)
	return out
}

func (r *rowReader) columnAt(i int) string {
	if i < r.header.width {
		return r.header.columns[i].name
	}
	return ""
}

// cell is the text of a column that is no secret, "" when the file has none.
func (r *rowReader) cell(row *csvRow, name string) string {
	for i, c := range r.header.columns {
		if c.name == name {
			return plainCell(row.cells[i])
		}
	}
	return ""
}

// mailbox reads the row of a mailbox. Of a stored one a column that the file
// does not have stays as it is.
func (r *rowReader) mailbox(out *importRow, row *csvRow) {
	out.draft.Secrets = account.KeepSecrets()
	s := &out.draft.Settings
	address := r.cell(row, columnMailbox)
	if id, found := r.known.taken.find(address); found {
		item := r.known.mailboxes[id]
		out.draft.ID, out.draft.Revision, *s = id, item.Revision, item.Value.settings()
		address = s.Mailbox // in its own capitals, which the user name may follow
	}
	if r.header.has(columnSecurity) || r.header.has(columnSecure) {
		s.Security = ""
	}
	r.fill(out, row, func(c column) bool { return c.name != columnSecure })
	r.fill(out, row, func(c column) bool { return c.name == columnSecure }) // which the security goes before
	s.Mailbox = address
	for i, c := range r.header.columns {
		if c.alias != nil && plainCell(row.cells[i]) != "" {
			r.report.blame(out, c.name, "belongs to an alias, which this row does not name")
		}
	}
}

// fill takes over the cells of some columns.
func (r *rowReader) fill(out *importRow, row *csvRow, which func(column) bool) {
	for i, c := range r.header.columns {
		switch {
		case !which(c):
		case c.setting != nil:
			if message := c.setting.set(&out.draft.Settings, r.settingText(c, row.cells[i])); message != "" {
				r.report.blame(out, c.name, message)
			}
		case c.secret != nil && len(row.cells[i]) > 0:
			value := secret.New(bytes.Clone(sheet.Unguard(row.cells[i])))
			*c.secret(&out.draft.Secrets) = secret.Input{Change: secret.Set, Value: value}
			out.password = out.password || c.name == "password"
		}
	}
}

func (r *rowReader) settingText(c column, cell []byte) string {
	if c.name == "caPem" {
		return string(sheet.Unguard(cell)) // which ends with a line break
	}
	return plainCell(cell)
}

// alias reads the row of an alias.
func (r *rowReader) alias(out *importRow, row *csvRow) {
	out.isAlias = true
	for i, c := range r.header.columns {
		switch {
		case c.alias != nil:
			*c.alias(&out.alias) = plainCell(row.cells[i])
		case c.name == columnMailbox:
			out.alias.Mailbox = plainCell(row.cells[i])
		case c.secret != nil && len(row.cells[i]) > 0,
			c.setting != nil && len(bytes.TrimSpace(row.cells[i])) > 0:
			r.report.blame(out, c.name, "belongs to a mailbox; the row of an alias leaves it empty")
		}
	}
}
