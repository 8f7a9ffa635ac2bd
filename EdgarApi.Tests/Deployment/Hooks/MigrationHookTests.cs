using System.Runtime.Versioning;

namespace EdgarApi.Tests.Deployment.Hooks;

/// <summary>The hook that starts the migration job and waits for it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MigrationHookTests
{
    [Theory]
    [InlineData("Running Running Succeeded", 0, "The schema is migrated (migrate-1).")]
    [InlineData("Running Failed", 1, "The migration ended as Failed (migrate-1).")]
    [InlineData("Stopped", 1, "The migration ended as Stopped (migrate-1).")]
    public async Task The_hook_ends_as_the_job_ends(string states, int exitCode, string message)
    {
        var hook = await HookRun.StartAsync(
            "run-migration.sh",
            $$"""
            case "$*" in
                *'job start'*) echo migrate-1 ;;
                *'execution show'*) echo '{{states}}' | cut -d ' ' -f $(($(wc -l < calls) - 1)) ;;
            esac
            """,
            ("MIGRATION_POLL_SECONDS", "0"));

        Assert.Equal(exitCode, hook.ExitCode);
        Assert.Contains(message, hook.Output, StringComparison.Ordinal);
        Assert.All(hook.Calls, call => Assert.Contains("--name migrate --resource-group rg-example", call, StringComparison.Ordinal));
        Assert.Equal(states.Split(' ').Length + 1, hook.Calls.Count);
    }
}
