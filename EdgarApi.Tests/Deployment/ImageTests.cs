using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;

namespace EdgarApi.Tests.Deployment;

/// <summary>
/// The images, as far as they can be checked quickly and without their base image: what the SDK computes for them, and the programs that
/// they pack, published without native code. Native code, which for the API includes the runtime, takes minutes to compile: the workflow
/// <c>images.yml</c> builds the images, and <c>scripts/check-image</c> checks their layers, files and sizes.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class ImageTests(SharedServers servers)
{
    /// <summary>Bytes of a program with its libraries, without native code and runtime: a library more is noticed here.</summary>
    private const long MaxBytes = 60_000_000;

    private const string Api = "EdgarApi.Api";
    private const string Warmer = "EdgarApi.Warmer";

    /// <summary>What <c>-r linux-x64</c> sets.</summary>
    private const string Platform = "-p:RuntimeIdentifier=linux-x64";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Api, "runtime-deps", new[] { "/app/EdgarApi.Api" })]
    [InlineData(Warmer, "aspnet", new[] { "dotnet", "/app/EdgarApi.Warmer.dll" })]
    public async Task An_image_has_no_shell_no_root_and_nothing_that_changes_from_build_to_build(
        string project, string baseImage, string[] command)
    {
        var computed = JsonDocument.Parse(await DotnetAsync(
            "msbuild", $"{project}/{project}.csproj", "-t:ComputeContainerConfig", "-p:Configuration=Release", Platform, "-nodeReuse:false",
            "-getProperty:ContainerBaseImage,ContainerUser,ContainerImageFormat,Deterministic",
            "-getItem:ContainerLabel,ContainerAppCommand,ContainerEnvironmentVariable")).RootElement;
        var (properties, items) = (computed.GetProperty("Properties"), computed.GetProperty("Items"));
        string Get(string name) => properties.GetProperty(name).GetString()!;
        string[] GetNames(string item) =>
            [.. items.GetProperty(item).EnumerateArray().Select(one => one.GetProperty("Identity").GetString()!)];

        // "extra" has the time zones without which the Warmer does not start.
        Assert.Matches($@"^mcr\.microsoft\.com/dotnet/{baseImage}:10\.0(\.\d+)?-noble-chiseled-extra$", Get("ContainerBaseImage"));
        Assert.Equal("1654", Get("ContainerUser"));
        Assert.Equal("true", Get("Deterministic"));
        Assert.Equal(command, GetNames("ContainerAppCommand"));
        Assert.Equal(["DOTNET_EnableDiagnostics", "MALLOC_ARENA_MAX", "DOTNET_GCgen0size"], GetNames("ContainerEnvironmentVariable"));
        var labels = GetNames("ContainerLabel");
        Assert.DoesNotContain(labels, label => label.EndsWith(".created", StringComparison.Ordinal));
        string[] expected = ["description", "vendor", "licenses", "version", "base.name"];
        Assert.Subset(labels.ToHashSet(), expected.Select(label => $"org.opencontainers.image.{label}").ToHashSet());
    }

    /// <summary>
    /// azd and the workflow publish for linux-x64. Other builds need neither native code nor the packages that make it. That of the API is
    /// compiled together with the runtime.
    /// </summary>
    [Theory]
    [InlineData(Api, true, "true", "true")]
    [InlineData(Warmer, true, "true", "false")]
    [InlineData(Api, false, "", "false")]
    [InlineData(Warmer, false, "", "false")]
    public async Task An_image_has_native_code_next_to_IL(string project, bool isForImage, string readyToRun, string withRuntime)
    {
        string[] platform = isForImage ? [Platform] : [];

        var properties = JsonDocument.Parse(await DotnetAsync(
            ["msbuild", $"{project}/{project}.csproj", "-p:Configuration=Release", "-nodeReuse:false", .. platform,
                "-getProperty:PublishReadyToRun,PublishReadyToRunComposite,SelfContained"])).RootElement.GetProperty("Properties");

        Assert.Equal(
            (readyToRun, withRuntime, withRuntime),
            (Get("PublishReadyToRun"), Get("PublishReadyToRunComposite"), Get("SelfContained")));
        string Get(string name) => properties.GetProperty(name).GetString()!;
    }

    [Fact]
    public void The_workflow_builds_images_for_the_platform_that_has_native_code() =>
        Assert.Contains("-r linux-x64", RepositoryFiles.Read(".github/workflows/images.yml"), StringComparison.Ordinal);

    [Theory]
    [InlineData(Api)]
    [InlineData(Warmer)]
    public async Task A_published_program_has_what_it_needs_and_nothing_of_development(string project)
    {
        var folder = await PublishAsync(project);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToList();
        var names = files.ConvertAll(file => Path.GetRelativePath(folder, file));

        Assert.Contains($"{project}.dll", names);
        Assert.Contains("appsettings.json", names);
        Assert.DoesNotContain(names, name => Unwanted().IsMatch(name));
        Assert.InRange(files.Sum(file => new FileInfo(file).Length), 1, MaxBytes);
        Assert.NotEmptyAndAll(
            files.Where(file => Path.GetExtension(file) is ".json" or ".config" or ".txt" or ".html" or ".js" or ".md"),
            file => Assert.DoesNotMatch(Secret(), File.ReadAllText(file)));
    }

    /// <summary>
    /// Container Apps cannot make the file system read-only, but nothing depends on writing to it: the program runs as a user who may
    /// write to the volume of the usage records only.
    /// </summary>
    [Fact]
    public async Task The_API_writes_to_its_volume_only()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var (folder, volume) = (await PublishAsync(Api), TestFolder.Create("volume"));
        File.SetUnixFileMode(volume.FullName, (UnixFileMode)0b111_111_111);
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        string[] unprivileged = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        await using var process = LeashedProcess.Start(
            "TERM", "sh", ["-c", "cd / && exec \"$@\"", "sh", .. unprivileged, "dotnet", "exec", Path.Combine(folder, $"{Api}.dll")], "/",
            new Dictionary<string, string?>
            {
                ["HOME"] = "/nonexistent", ["TMPDIR"] = "/nonexistent", ["DOTNET_EnableDiagnostics"] = "0",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["EdgarApi__Usage__SpoolDirectory"] = volume.FullName,
                ["EdgarApi__RequireHttps"] = "false", ["EdgarApi__Cache__SigningKey"] = RedisPools.SigningKey,
                ["EdgarApi__Shutdown__DrainTime"] = "00:00:00",
                ["ConnectionStrings__edgardb"] = database.Cluster.Primary.ConnectionString(database.Name),
            },
            line =>
            {
                lock (output) output.Add(line);
                if (line.Split("Now listening on: ") is [_, var url]) address.TrySetResult(new Uri(url));
            });
        Assert.True(
            await Task.WhenAny(address.Task, process.Exited).InTimeAsync("the API") == address.Task, string.Join('\n', output));

        using var client = new HttpClient { BaseAddress = await address.Task };
        using var alive = await client.GetAsync(new Uri("/alive", UriKind.Relative), Token);
        using var counted = await client.GetAsync(new Uri("/api/v1/companies?query=apple", UriKind.Relative), Token);

        Assert.True(alive.IsSuccessStatusCode);
        await Waiting.UntilAsync(() => volume.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Any());
        lock (output) Assert.DoesNotContain(output, line => Denied().IsMatch(line));
    }

    private static async Task<string> PublishAsync(string project)
    {
        var folder = TestFolder.Create("publish").FullName;
        await DotnetAsync("publish", $"{project}/{project}.csproj", "-c", "Release", "--no-build", "-o", folder, "-nodeReuse:false");
        return folder;
    }

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = RepositoryFiles.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = dotnet.StandardError.ReadToEndAsync(Token);
        var output = await dotnet.StandardOutput.ReadToEndAsync(Token).InTimeAsync(string.Join(' ', arguments));
        await dotnet.WaitForExitAsync(Token).InTimeAsync();
        Assert.True(dotnet.ExitCode == 0, output + await errors);
        return output;
    }

    [GeneratedRegex(@"Development|launchSettings|\.user$|secrets?\.json|xunit|Tests\.|\.cs(proj)?$|\.xml$", RegexOptions.IgnoreCase)]
    private static partial Regex Unwanted();

    [GeneratedRegex("UnauthorizedAccess|Permission denied|Read-only")]
    private static partial Regex Denied();

    /// <summary>A password in a connection string, a key, or a private key.</summary>
    [GeneratedRegex(@"Password=[^…<\s""';]|edg_(live|test)_\w{12}_\w{32}|BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex Secret();
}
