package people

import (
	"context"
	"errors"

	"github.com/celav/celav/pkg/fault"
)

// unavailable gives its kind to a call that got no answer.
func unavailable(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New(fault.Unavailable, "The service that keeps people's files does not answer.").Because(err)
}
