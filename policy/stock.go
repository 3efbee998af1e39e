package policy

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// IndexFile is where a folder of rules keeps its copy of the index. Stock OPA reads it, Load makes its own.
const IndexFile = indexFile

// Index is what IndexFile must hold for stock OPA to answer as this policy does: JSON, the effect of each code.
func (p *Policy) Index() ([]byte, error) { return writeData(indexOf(p.rules)) }

// Capabilities are the engine's, with no built-in beyond those that rules may call: JSON for the --capabilities of stock OPA.
func Capabilities() ([]byte, error) {
	written, err := json.Marshal(capabilities())
	if err != nil {
		return nil, fmt.Errorf("write the capabilities as JSON: %w", err)
	}
	return append(written, '\n'), nil
}

// Data is a copy of what the rules know as data: the data files, the house and the index.
func (p *Policy) Data(ctx context.Context) (map[string]any, error) {
	root, err := storage.ReadOne(ctx, p.store, storage.RootPath)
	if err != nil {
		return nil, fmt.Errorf("read the data of the policy: %w", err)
	}
	data, err := ast.JSON(root.(ast.Value))
	if err != nil {
		return nil, fmt.Errorf("read the data of the policy: %w", err)
	}
	return data.(map[string]any), nil
}
