using System.Text;
using CsCheck;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Api.Agents;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>
/// Malformed arguments of tools get a result or an error that says what is wrong. A failure reports the seed that reproduces it.
/// </summary>
public sealed class ToolFuzzTests(SharedServers servers, ApiServer api)
{
    /// <summary>What the SDK says of an exception that a tool does not handle.</summary>
    private const string Unhandled = "An error occurred invoking";

    private static readonly (string Tool, byte[] Arguments)[] Calls =
        [.. AgentToolTests.Calls.Select(call => (call.Data.Item1, Encoding.UTF8.GetBytes(call.Data.Item2)))];

    [Fact]
    public async Task Any_arguments_get_a_result_or_an_error_that_says_what_is_wrong()
    {
        using var client = await api.ClientAsync(servers);
        var inputs = Gen.Int[0, Calls.Length - 1].SelectMany(call =>
            Mutation.From(Calls[call].Arguments).Select(arguments => (Calls[call].Tool, arguments)));
        await inputs.SampleAsync(async input =>
        {
            var (tool, arguments) = input;
            using var request = ToolRequest.Create(tool, arguments);
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}: {text}");
            Assert.DoesNotContain(Unhandled, text, StringComparison.Ordinal);
        }, iter: Mutation.Inputs / 20);
    }
}
