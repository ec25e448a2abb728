"""Answers every path with 200, so that health checks pass before the first deployment."""
import http.server
import json

PAGE = b"<!doctype html><title>Ready</title><p>This server is ready and waits for its first deployment.\n"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(PAGE)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET

    def log_message(self, *_):
        """Health checks every few seconds are no news."""


with open("/run/app/parameters.json", encoding="utf-8") as file:
    port = int(json.load(file)["port"])
http.server.ThreadingHTTPServer(("", port), Answer).serve_forever()
