package api_test

import (
	"net/http"
	"testing"
)

func TestTheAPIIsCalledByEachOfItsNames(t *testing.T) {
	d := openDoor(t)
	for _, http2 := range []bool{false, true} {
		client := d.client(http2)
		for _, host := range []string{"127.0.0.1", "[::1]", "localhost", "acme.localhost"} {
			status, body := d.get(client, "https://"+host+":"+d.port()+"/")
			if status != http.StatusOK || body != "hello" {
				t.Errorf("%s, HTTP/2 %t: got %d %s", host, http2, status, body)
			}
		}
	}
}
