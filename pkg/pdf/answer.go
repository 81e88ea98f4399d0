package pdf

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"

	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// origin is where the page believes to be; no resolver knows it (RFC 6761).
const origin = "http://print.celav.invalid"

// contentPolicy lets a page use our own assets and nothing else, should a request ever pass unseen.
const contentPolicy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:"

// answer gives Chromium the document or one of our assets, and refuses everything else. A request that cannot be
// answered any more is gone with its tab.
func (p *Printer) answer(ctx context.Context, r *fetch.EventRequestPaused, html []byte) {
	u, err := url.Parse(r.Request.URL)
	if err != nil || u.Scheme+"://"+u.Host != origin || r.Request.Method != http.MethodGet {
		refuse(ctx, r)
		return
	}
	if u.Path == "/" {
		fulfil(ctx, r, http.StatusOK, html, "text/html; charset=utf-8")
		return
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Path, http.NoBody)
	if err != nil {
		refuse(ctx, r)
		return
	}
	var w written
	p.assets.ServeHTTP(&w, request)
	fulfil(ctx, r, cmp.Or(w.status, http.StatusOK), w.Bytes(), w.Header().Get("Content-Type"))
}

func refuse(ctx context.Context, r *fetch.EventRequestPaused) {
	_, _ = chromedp.Call(ctx, fetch.FailRequest, fetch.FailRequestParams{RequestID: r.RequestID, ErrorReason: network.ErrorReasonBlockedByClient})
}

func fulfil(ctx context.Context, r *fetch.EventRequestPaused, status int, body []byte, kind string) {
	_, _ = chromedp.Call(ctx, fetch.FulfillRequest, fetch.FulfillRequestParams{
		RequestID: r.RequestID, ResponseCode: int64(status), Body: body,
		ResponseHeaders: []*fetch.HeaderEntry{{Name: "Content-Type", Value: kind}, {Name: "Content-Security-Policy", Value: contentPolicy}},
	})
}

// written keeps what a handler answers.
type written struct {
	bytes.Buffer
	header http.Header
	status int
}

// Header implements http.ResponseWriter.
func (w *written) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

// WriteHeader implements http.ResponseWriter.
func (w *written) WriteHeader(status int) { w.status = status }
