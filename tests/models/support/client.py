"""What the official Python client sees of our server: client.py TEST URL KEY. Prints "ok", or fails."""

import json
import sys

import openai

TEXT = "Hello from the mock."
HELLO = [{"role": "user", "content": "hello"}]
CLAIM = [{"role": "user", "content": "what about my claim"}]
PARAMETERS = {"type": "object", "properties": {"claim_id": {"type": "string"}}}


def chat(client):
    answer = client.chat.completions.create(model="main", messages=HELLO)
    assert answer.choices[0].message.content == TEXT, answer
    assert answer.usage.total_tokens > 0, answer


def chat_stream(client):
    with client.chat.completions.stream(model="main", messages=HELLO) as stream:
        text = "".join(event.delta for event in stream if event.type == "content.delta")
        assert text == TEXT, text
        assert stream.get_final_completion().choices[0].finish_reason == "stop"


def chat_tools(client):
    tool = {"type": "function", "function": {"name": "claim_status", "parameters": PARAMETERS}}
    answer = client.chat.completions.create(model="main", messages=CLAIM, tools=[tool])
    call = answer.choices[0].message.tool_calls[0]
    assert json.loads(call.function.arguments) == {"claim_id": "CLM1"}, call


def responses(client):
    answer = client.responses.create(model="main", input="hello")
    assert answer.output_text == TEXT, answer


def responses_stream(client):
    for model in ("main", "responses"):
        with client.responses.stream(model=model, input="hello") as stream:
            text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
            final = stream.get_final_response()
        assert text == TEXT and final.output_text == TEXT, final
        assert final.status == "completed", final


def responses_tools(client):
    tool = {"type": "function", "name": "claim_status", "parameters": PARAMETERS, "strict": False}
    with client.responses.stream(model="main", input=CLAIM, tools=[tool]) as stream:
        final = stream.get_final_response()
    call = [item for item in final.output if item.type == "function_call"][0]
    assert json.loads(call.arguments) == {"claim_id": "CLM1"}, call


def azure(client):
    url, key = sys.argv[2], sys.argv[3]
    by_version = openai.AzureOpenAI(azure_endpoint=url, api_key=key, api_version="2024-10-21", max_retries=0)
    answer = by_version.chat.completions.create(model="main", messages=HELLO)
    assert answer.choices[0].message.content == TEXT, answer
    by_v1 = openai.OpenAI(base_url=url + "/openai/v1", api_key=key, max_retries=0)
    assert by_v1.responses.create(model="main", input="hello").output_text == TEXT


def models(client):
    assert sorted(model.id for model in client.models.list()) == ["main", "responses"]


def wrong_key(client):
    try:
        client.with_options(api_key="sk-nobody").chat.completions.create(model="main", messages=HELLO)
    except openai.AuthenticationError as error:
        assert error.code == "invalid_api_key", error
    else:
        raise AssertionError("it was let in")


if __name__ == "__main__":
    globals()[sys.argv[1]](openai.OpenAI(base_url=sys.argv[2] + "/v1", api_key=sys.argv[3], max_retries=0))
    print("ok")
