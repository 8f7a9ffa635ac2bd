using System.Text;
using EdgarApi.Contracts;

namespace EdgarApi.Tests.Api.Agents;

/// <summary>A tool call without a handshake before it, as a client of another replica may send it.</summary>
internal static class ToolRequest
{
    public static HttpRequestMessage Create(string tool, string arguments)
    {
        var call = $$"""
            {
              "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "{{tool}}", "arguments": {{arguments}} }
            }
            """;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ApiRoutes.Agents, UriKind.Relative))
        {
            Content = new StringContent(call, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        return request;
    }
}
