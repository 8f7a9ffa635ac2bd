using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace EdgarApi.Tests.LocalAspire;

/// <summary>LocalAspire keeps the promises of Aspire that the AppHost relies on.</summary>
public sealed class OrchestrationTests : IDisposable
{
    private readonly string _folder = TestFolder.Create("local-aspire").FullName;
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder([]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_resource_starts_after_the_completion_that_it_waits_for()
    {
        var first = Shell("first", "echo first >> order");
        var second = Shell("second", "echo second >> order").WaitForCompletion(first);
        var third = Shell("third", "echo third >> order").WaitForCompletion(second);
        Shell("last", "exec sleep 60").WaitForCompletion(third);

        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("last", TestContext.Current.CancellationToken);

        Assert.Equal(["first", "second", "third"], await LinesAsync("order"));
    }

    [Fact]
    public async Task A_dependency_that_fails_is_named_to_those_that_wait()
    {
        Shell("waiting", "echo started >> started").WaitForCompletion(Shell("broken", "exit 3"));

        await using var app = await StartAsync();
        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("waiting", TestContext.Current.CancellationToken));

        Assert.Contains("'broken' to end with exit code 0; it ended with 3", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "started")));
    }

    [Fact]
    public async Task A_server_that_ends_before_it_answers_has_failed()
    {
        Shell("server", "exit 4").WithEndpoint(name: "tcp", scheme: "tcp", env: "PORT");

        await using var app = await StartAsync();
        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("server", TestContext.Current.CancellationToken));

        Assert.Equal("ended with exit code 4", failure.Message);
    }

    [Fact]
    public async Task Ports_parameters_and_connection_strings_reach_the_environment()
    {
        _builder.Configuration["Parameters:password"] = "s3cret";
        var password = _builder.AddParameter("password", secret: true);
        var server = Shell("server", "exec sleep 60").WithEndpoint(name: "tcp", scheme: "tcp", env: "PORT", port: 12);
        var endpoint = server.GetEndpoint("tcp");
        var connection = _builder.AddConnectionString("db", ReferenceExpression.Create($"Port={endpoint.Property(EndpointProperty.Port)};Password={password}"));
        var client = Shell("client", "echo \"$ConnectionStrings__db|$HOST|$1\" > seen")
            .WithReference(connection)
            .WithEnvironment("HOST", endpoint.Property(EndpointProperty.Host))
            .WithArgs(context => context.Args.Add(endpoint.Property(EndpointProperty.TargetPort)));
        Shell("last", "exec sleep 60").WaitForCompletion(client);

        await using var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("last", TestContext.Current.CancellationToken);

        Assert.Equal(["Port=12;Password=s3cret|127.0.0.1|12"], await LinesAsync("seen"));
    }

    [Fact]
    public async Task A_parameter_without_a_value_fails_what_uses_it_and_says_what_to_set()
    {
        Shell("client", "true").WithEnvironment("PASSWORD", _builder.AddParameter("password", secret: true));

        await using var app = await StartAsync();
        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("client", TestContext.Current.CancellationToken));

        Assert.Contains("Parameters:password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_will_not_stop_is_killed()
    {
        // Ten seconds of patience, so one such test.
        var stubborn = Shell("stubborn", "trap '' INT TERM; echo ready > ready; while true; do sleep 1; done");
        Shell("after", "until [ -s ready ]; do sleep 0.05; done; exec sleep 60").WaitFor(stubborn);

        var app = await StartAsync();
        await app.ResourceNotifications.WaitForResourceHealthyAsync("after", TestContext.Current.CancellationToken);

        await app.DisposeAsync();
    }

    [Fact]
    public void Two_resources_of_one_name_are_refused()
    {
        Shell("same", "true");

        Assert.Throws<DistributedApplicationException>(() => Shell("same", "true"));
    }

    [Fact]
    public void A_container_is_refused_with_the_way_to_run_it()
    {
        var refusal = Assert.Throws<DistributedApplicationException>(() => _builder.AddContainer("db", "postgres", "17"));

        Assert.Contains("-p:UseAspire=true", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Publishing_is_left_to_Aspire() =>
        Assert.Throws<DistributedApplicationException>(() => DistributedApplication.CreateBuilder(["--operation", "publish"]));

    private IResourceBuilder<ExecutableResource> Shell(string name, string command) => _builder.AddExecutable(name, "sh", _folder, "-c", command, name);

    private async Task<DistributedApplication> StartAsync()
    {
        var app = _builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private Task<string[]> LinesAsync(string file) => File.ReadAllLinesAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken);
}
