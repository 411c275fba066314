package cli

import (
	"fmt"
	"slices"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/workbench"
)

// CodeNoVariable is the fault of a variable that a deployment does not have.
const CodeNoVariable = "deployment.variable_not_found"

func variableCommands() []command {
	return []command{variableSetCommand(), variableListCommand(), variableRemoveCommand()}
}

func variableSetCommand() command {
	return command{
		name: "variable set", args: "NAME VALUE", min: 2, max: 2,
		short:    "give a variable of the deployment its value",
		long:     "Host, port, user and address fields may hold it as %NAME%.",
		examples: []string{"patchbay variable set mail-host smtp.example.com --deployment Staging"},
		run: func(c *call) error {
			return c.changeVariables(func(d *deployment.Deployment) error {
				set := deployment.Variable{Name: c.args[0], Value: c.args[1]}
				if i := variableIndex(*d, set.Name); i >= 0 {
					d.Variables[i] = set
					return nil
				}
				d.Variables = append(d.Variables, set)
				return nil
			})
		},
	}
}

func variableListCommand() command {
	return command{
		name:     "variable list",
		short:    "list the variables of the deployment",
		examples: []string{"patchbay variable list --json"},
		run: func(c *call) error {
			return c.withDeployment(func(_ *workbench.Workbench, d deployment.Deployment) error { return c.showVariables(d) })
		},
	}
}

func variableRemoveCommand() command {
	return command{
		name: "variable remove", args: "NAME", min: 1, max: 1,
		short:    "remove a variable of the deployment",
		examples: []string{"patchbay variable remove mail-host"},
		run: func(c *call) error {
			return c.changeVariables(func(d *deployment.Deployment) error {
				i := variableIndex(*d, c.args[0])
				if i < 0 {
					return fault.New(fault.NotFound, CodeNoVariable, fmt.Sprintf("%s has no variable %q", d.Name, c.args[0])).
						WithHint("list them with: patchbay variable list")
				}
				d.Variables = slices.Delete(d.Variables, i, i+1)
				return nil
			})
		},
	}
}

func variableIndex(d deployment.Deployment, name string) int {
	return slices.IndexFunc(d.Variables, func(v deployment.Variable) bool { return v.Name == name })
}

// changeVariables saves the deployment after a change and shows what it has
// now.
func (c *call) changeVariables(change func(*deployment.Deployment) error) error {
	return c.withDeployment(func(bench *workbench.Workbench, d deployment.Deployment) error {
		if err := change(&d); err != nil {
			return err
		}
		saved, err := bench.Deployments.Save(c.ctx, d)
		if err != nil {
			return err
		}
		return c.showVariables(saved)
	})
}

func (c *call) showVariables(d deployment.Deployment) error {
	return c.out.result(variableDocuments(d), func(p *printer) {
		if len(d.Variables) == 0 {
			p.line("%s has no variables.", d.Name)
			return
		}
		rows := make([][]string, len(d.Variables))
		for i, v := range d.Variables {
			rows[i] = []string{"%" + v.Name + "%", v.Value}
		}
		p.table([]string{"VARIABLE", "VALUE"}, rows)
	})
}
