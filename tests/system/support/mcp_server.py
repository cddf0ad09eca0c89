"""An MCP server of the official Python package for tests/system/mcp.sh: over standard input and output, or over HTTP.

    mcp_server.py stdio
    mcp_server.py http PORT
"""
import os
import sys
import time

from mcp.server import MCPServer

server = MCPServer("test-tools")


@server.tool(description="Says what the weather will be.")
def forecast(city: str, days: int = 1) -> dict:
    return {"sky": "blue", "city": city, "days": days}


@server.tool(description="Who is asked about, and what this program sees of its surroundings.")
def whoami(member: str) -> dict:
    return {"member": member, "secret": os.environ.get("MCP_TEST_SECRET", "none")}


@server.tool(description="Takes longer than anybody waits.")
def slow() -> str:
    time.sleep(60)
    return "late"


@server.tool(description="Fails.")
def broken() -> str:
    raise RuntimeError("call 555-0100 at once")


if __name__ == "__main__":
    if sys.argv[1] == "http":
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]))
    else:
        server.run("stdio")
