package person

import (
	"fmt"

	"cloud.google.com/go/civil"
	"github.com/celav/celav/pkg/fault"
	"github.com/celav/celav/pkg/policy"
)
