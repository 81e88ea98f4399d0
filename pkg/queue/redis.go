// Package queue opens Redis and runs background work over it with asynq. Redis holds sessions and wake-ups
// only: everything in it can be lost and comes back from the records.
package queue

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/extra/redisotel/v9"
	"github.com/redis/go-redis/v9"
	"go.opentelemetry.io/otel/trace"
)

// OpenRedis opens Redis by URL and checks that it answers:
//
//	embedded:                                       in this process, in memory, without a port
//	redis://user:password@host:6379/0               one server; rediss:// with TLS
//	redis+cluster://host1:7000,host2:7000           a cluster; rediss+cluster:// with TLS
//	redis+sentinel://host1:26379,host2:26379/master sentinels and the master's name; rediss+sentinel://
//
// The returned function closes it. Spans go to tracing. Errors never hold the URL, which may hold a password.
func OpenRedis(ctx context.Context, address string, tracing trace.TracerProvider) (redis.UniversalClient, func() error, error) {
	client, stop, err := connect(address)
	if err != nil {
		return nil, nil, fmt.Errorf("redis: %w", err)
	}
	closeAll := func() error {
		err := client.Close()
		stop()
		return err
	}
	// Statements hold keys and payloads, so spans tell only which command ran.
	if err := redisotel.InstrumentTracing(client, redisotel.WithTracerProvider(tracing), redisotel.WithDBStatement(false), redisotel.WithCallerEnabled(false)); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("redis: tracing: %w", err), closeAll())
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := client.Ping(ctx).Err(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("redis: does not answer: %w", err), closeAll())
	}
	return client, closeAll, nil
}

func connect(address string) (redis.UniversalClient, func(), error) {
	nothing := func() {}
	scheme, _, _ := strings.Cut(address, ":")
	switch scheme {
	case "embedded":
		client, stop := embedded()
		return client, stop, nil
	case "redis", "rediss":
		o, err := redis.ParseURL(address)
		if err != nil {
			return nil, nil, errors.New("the URL cannot be read")
		}
		return redis.NewClient(o), nothing, nil
	case "redis+cluster", "rediss+cluster":
		u, hosts, err := split(address)
		if err != nil {
			return nil, nil, err
		}
		o, err := redis.ParseClusterURL(u.String())
		if err != nil {
			return nil, nil, errors.New("the cluster URL cannot be read")
		}
		o.Addrs = hosts
		return redis.NewClusterClient(o), nothing, nil
	case "redis+sentinel", "rediss+sentinel":
		client, err := sentinel(address)
		return client, nothing, err
	default:
		return nil, nil, fmt.Errorf("unknown kind %q", scheme)
	}
}

func sentinel(address string) (redis.UniversalClient, error) {
	u, hosts, err := split(address)
	if err != nil {
		return nil, err
	}
	master := strings.Trim(u.Path, "/")
	if master == "" {
		return nil, errors.New("the sentinel URL lacks the master's name (…:26379/NAME)")
	}
	u.Path = ""
	o, err := redis.ParseURL(u.String())
	if err != nil {
		return nil, errors.New("the sentinel URL cannot be read")
	}
	return redis.NewFailoverClient(&redis.FailoverOptions{
		MasterName: master, SentinelAddrs: hosts, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig,
	}), nil
}

// split takes the list of hosts out of a URL and returns the URL of the first, with the plain scheme.
func split(address string) (*url.URL, []string, error) {
	scheme, rest, _ := strings.Cut(address, "://")
	scheme, _, _ = strings.Cut(scheme, "+")
	authority, path, _ := strings.Cut(rest, "/")
	user, list, found := strings.Cut(authority, "@")
	if !found {
		user, list = "", authority
	} else {
		user += "@"
	}
	hosts := strings.Split(list, ",")
	for _, h := range hosts {
		if _, _, err := net.SplitHostPort(h); err != nil {
			return nil, nil, errors.New("each host needs a port")
		}
	}
	u, err := url.Parse(scheme + "://" + user + hosts[0] + "/" + path)
	if err != nil {
		return nil, nil, errors.New("the URL cannot be read")
	}
	return u, hosts, nil
}
