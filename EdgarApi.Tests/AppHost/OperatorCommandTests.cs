using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EdgarApi.Tests.AppHost;

/// <summary>The commands that the dashboard offers, on a running system.</summary>
[Collection<RunningSystemTests>]
public sealed class OperatorCommandTests(RunningSystem system)
{
    [Theory]
    [InlineData("warm-now")]
    [InlineData("ingest-now")]
    public async Task An_order_to_the_Warmer_is_accepted(string command)
    {
        var result = await ExecuteAsync("warmer", command);

        Assert.True(result.Success, result.Message);
        Assert.Contains("\"id\"", result.Data?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_that_is_invalidated_gets_a_new_version()
    {
        const string Version = "SELECT version FROM company_facts WHERE cik = 320193";
        var before = await ScalarAsync("edgardb", Version);

        var result = await ExecuteAsync("api", "invalidate-company", ("company", "AAPL"));

        Assert.True(result.Success, result.Message);
        Assert.NotEqual(before, await ScalarAsync("edgardb", Version));
    }

    [Fact]
    public async Task An_unknown_company_is_not_invalidated()
    {
        var result = await ExecuteAsync("api", "invalidate-company", ("company", "NOSUCH"));

        Assert.False(result.Success);
        Assert.Contains("404 Not Found", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_is_paused_and_resumed()
    {
        const string Paused = "SELECT pg_is_wal_replay_paused()";

        Assert.True((await ExecuteAsync("postgres-analytics", "pause-replay")).Success);
        await Waiting.UntilAsync(async () => (bool?)await ScalarAsync("edgardb-analytics", Paused) == true);

        Assert.True((await ExecuteAsync("postgres-analytics", "resume-replay")).Success);
        await Waiting.UntilAsync(async () => (bool?)await ScalarAsync("edgardb-analytics", Paused) == false);
    }

    [Fact]
    public void A_configured_development_key_cannot_be_rotated()
    {
        var rotate = Resource("api").Annotations.OfType<ResourceCommandAnnotation>()
            .Single(command => command.Name == "rotate-development-key");

        var state = rotate.UpdateState(new UpdateCommandStateContext
        {
            ResourceSnapshot = new CustomResourceSnapshot { ResourceType = "Project", Properties = [], State = "Running" },
            Services = system.App.Services,
        });

        Assert.Equal(ResourceCommandState.Hidden, state);
    }

    private IResource Resource(string name) =>
        system.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.Single(resource => resource.Name == name);

    private Task<ExecuteCommandResult> ExecuteAsync(string resource, string command,
        params IReadOnlyList<(string Name, string Value)> arguments)
    {
        var inputs = arguments.Select(argument =>
            new InteractionInput { Name = argument.Name, InputType = InputType.Text, Value = argument.Value }).ToList();
        return system.App.ResourceCommands.ExecuteCommandAsync(Resource(resource), command, new InteractionInputCollection(inputs),
            TestContext.Current.CancellationToken).InTimeAsync();
    }

    private async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source =
            NpgsqlDataSource.Create((await system.App.GetConnectionStringAsync(database, TestContext.Current.CancellationToken))!);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
