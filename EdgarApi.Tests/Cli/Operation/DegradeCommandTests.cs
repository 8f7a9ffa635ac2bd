using System.Text.Json;
using EdgarApi.Tests.LoadTesting;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Cli.Operation;

public sealed class DegradeCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_and_off_are_requests_to_the_administration()
    {
        var requests = new List<string>();
        await using var server = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            requests.Add($"{context.Request.Method} {context.Request.Path} {context.Request.Headers["X-Api-Key"]} "
                + await reader.ReadToEndAsync(Token));
            await context.Response.WriteAsJsonAsync(new { isOn = true, endsAt = "2026-11-28T12:30:00Z" }, Token);
        });

        var on = await RunAsync(server, "on", "--for", "30m", "--reason", "overload");
        var off = await RunAsync(server, "off");

        Assert.Equal((0, "Degraded mode is on until 2026-11-28 12:30:00Z.\n"), (on.ExitCode, on.Out));
        Assert.Equal((0, "Degraded mode is off.\n"), (off.ExitCode, off.Out));
        Assert.Equal(
            [
                """PUT /api/v1/admin/degraded-mode K {"reason":"overload","durationSeconds":1800}""",
                "DELETE /api/v1/admin/degraded-mode K ",
            ], requests);
    }

    [Fact]
    public async Task A_refusal_is_an_error_with_the_reason_of_the_API()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync(JsonSerializer.Serialize(new { detail = "The key lacks the scope." }), Token);
        });

        var run = await RunAsync(server, "off");

        Assert.Equal((1, $"edgar: {server.Address}: The key lacks the scope.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("on", "--for", "soon")]
    [InlineData("on", "--url", "nowhere")]
    [InlineData("maybe")]
    public async Task Invalid_arguments_are_an_error(params string[] arguments)
    {
        var run = await EdgarRun.RunAsync(["degrade", .. arguments, "--key", "K"]);

        Assert.Equal(1, run.ExitCode);
        Assert.NotEmpty(run.Error);
    }

    private static Task<EdgarRun> RunAsync(StubServer server, params string[] arguments) =>
        EdgarRun.RunAsync(["degrade", .. arguments, "--url", $"{server.Address}", "--key", "K"]);
}
