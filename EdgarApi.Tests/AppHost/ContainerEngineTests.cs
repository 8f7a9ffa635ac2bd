using EdgarApi.AppHost.Settings;
using Microsoft.Extensions.Configuration;

namespace EdgarApi.Tests.AppHost;

/// <summary>Where Redis and Postgres come from is decided when the AppHost starts.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ContainerEngineTests
{
    [Fact]
    public void An_engine_that_responds_is_used() => AssertChoice("exit 0", true, "responds");

    [Fact]
    public void An_engine_that_is_installed_but_does_not_run_is_not_used() =>
        AssertChoice("echo 'Cannot connect to the Docker daemon' >&2; exit 1", false, "is installed but does not respond");

    [Fact]
    public void Without_an_engine_local_programs_are_used()
    {
        var choice = ContainerChoice.Detect(Engine("/nowhere/docker"));

        Assert.Equal(new ContainerChoice(false, "no container engine is installed"), choice);
    }

    private static void AssertChoice(string script, bool expected, string reason)
    {
        var engine = Path.Combine(TestFolder.Create("engine").FullName, "engine");
        File.WriteAllText(engine, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var choice = ContainerChoice.Detect(Engine(engine));

        Assert.Equal(expected, choice.Value);
        Assert.EndsWith(reason, choice.Reason, StringComparison.Ordinal);
    }

    private static IConfiguration Engine(string path) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("ASPIRE_CONTAINER_RUNTIME", path)]).Build();
}
