using System.Net.Http.Headers;
using System.Text;
using EdgarApi.Contracts;

namespace EdgarApi.Tests.Api.Agents;

/// <summary>A tool call without a handshake before it, as a client of another replica may send it.</summary>
internal static class ToolRequest
{
    public static HttpRequestMessage Create(string tool, string arguments) => Create(tool, Encoding.UTF8.GetBytes(arguments));

    /// <param name="tool">Name of the tool.</param>
    /// <param name="arguments">Its arguments as JSON, which may be malformed.</param>
    public static HttpRequestMessage Create(string tool, byte[] arguments)
    {
        var start = $$$"""{ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "{{{tool}}}", "arguments": """;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ApiRoutes.Agents, UriKind.Relative))
        {
            Content = new ByteArrayContent([.. Encoding.UTF8.GetBytes(start), .. arguments, .. " } }"u8]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        return request;
    }
}
