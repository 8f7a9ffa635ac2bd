using System.Diagnostics;
using System.Runtime.Versioning;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Deployment;

/// <summary>The hook that starts the migration job and waits for it, against a program that answers like <c>az</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MigrationHookTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Running Running Succeeded", 0, "The schema is migrated (migrate-1).")]
    [InlineData("Running Failed", 1, "The migration ended as Failed (migrate-1).")]
    [InlineData("Stopped", 1, "The migration ended as Stopped (migrate-1).")]
    public async Task The_hook_ends_as_the_job_ends(string states, int exitCode, string message)
    {
        var folder = TestFolder.Create("hook").FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "states"), states.Split(' '), Token);
        var az = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(az, """
            #!/bin/sh
            cd "$(dirname "$0")"
            echo "$*" >> calls
            case "$*" in
                *'job start'*) echo migrate-1 ;;
                *'execution show'*) head -n 1 states; sed -i 1d states ;;
            esac
            """, Token);
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [RepositoryFiles.GetPath("infra/hooks/run-migration.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder}:{start.Environment["PATH"]}";
        start.Environment["AZURE_RESOURCE_GROUP"] = "rg-example";
        start.Environment["MIGRATION_POLL_SECONDS"] = "0";

        using var hook = Process.Start(start)!;
        var output = await hook.StandardOutput.ReadToEndAsync(Token) + await hook.StandardError.ReadToEndAsync(Token);
        await hook.WaitForExitAsync(Token).InTimeAsync();

        Assert.Equal(exitCode, hook.ExitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        var calls = await File.ReadAllLinesAsync(Path.Combine(folder, "calls"), Token);
        Assert.All(calls, call => Assert.Contains("--name migrate --resource-group rg-example", call, StringComparison.Ordinal));
        Assert.Equal(states.Split(' ').Length + 1, calls.Length);
    }
}
