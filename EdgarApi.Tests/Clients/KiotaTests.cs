using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Clients;

/// <summary>
/// A C# client that Kiota generates. Kiota is the one on the path, or the tool of NuGet, installed beside the tests on first use; the
/// test is skipped if there is neither.
/// </summary>
public sealed class KiotaTests(SharedServers servers, ApiServer api)
{
    private const string Version = "1.38.0";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <UseAppHost>false</UseAppHost>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Microsoft.Kiota.Abstractions" Version="2.1.6" />
            <PackageReference Include="Microsoft.Kiota.Http.HttpClientLibrary" Version="2.1.6" />
            <PackageReference Include="Microsoft.Kiota.Serialization.Form" Version="2.1.6" />
            <PackageReference Include="Microsoft.Kiota.Serialization.Json" Version="2.1.6" />
            <PackageReference Include="Microsoft.Kiota.Serialization.Multipart" Version="2.1.6" />
            <PackageReference Include="Microsoft.Kiota.Serialization.Text" Version="2.1.6" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using EdgarApi.Generated;
        using EdgarApi.Generated.Models;
        using Microsoft.Kiota.Abstractions.Authentication;
        using Microsoft.Kiota.Http.HttpClientLibrary;

        // Kiota's provider of API keys insists on HTTPS.
        using var http = KiotaClientFactory.Create();
        http.DefaultRequestHeaders.Add("X-Api-Key", Environment.GetEnvironmentVariable("EDGAR_API_KEY"));
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http)
        {
            BaseUrl = Environment.GetEnvironmentVariable("EDGAR_API_URL"),
        };
        var companies = new EdgarApiGenerated(adapter).Api.V1.Companies;

        var income = await companies["AAPL"].Statements["income"].GetAsync(request =>
        {
            request.QueryParameters.Periods = 2;
            request.QueryParameters.To = new(2025, 12, 31);
        });
        foreach (var line in income!.Lines!.Take(2)) Console.WriteLine($"{line.Id} {string.Join(' ', line.Values!)}");

        var series = await companies["AAPL"].Timeseries.GetAsync(request =>
        {
            request.QueryParameters.Metrics = ["Revenue", "NetIncome"];
            request.QueryParameters.Periods = 1;
            request.QueryParameters.To = new(2025, 12, 31);
        });
        foreach (var metric in series!.Metrics!) Console.WriteLine($"{metric.Id} {metric.Points![0].Key} {metric.Points[0].Value}");

        try
        {
            await companies["AAPX"].Overview.GetAsync();
        }
        catch (Problem problem)
        {
            Console.WriteLine($"{problem.ResponseStatusCode} {problem.Code}: {problem.Detail}");
        }
        """;

    /// <summary>Kiota and the .NET SDK would otherwise report usage and look for updates.</summary>
    private static readonly (string, string)[] Quiet =
    [
        ("KIOTA_OFFLINE_ENABLED", "true"), ("KIOTA_CLI_TELEMETRY_OPTOUT", "true"), ("KIOTA_TUTORIAL_ENABLED", "false"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "true"), ("DOTNET_NOLOGO", "true"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_generated_client_compiles_and_reads_statements_series_and_problems()
    {
        var kiota = await FindKiotaAsync();
        var folder = TestFolder.Create("kiota").FullName;
        using var http = await api.KestrelClientAsync(servers);
        await WriteAsync("Client.csproj", Project);
        await WriteAsync("Program.cs", Program);
        await WriteAsync("v1.json", await http.GetStringAsync(new Uri(Documentation.DocumentAddress, UriKind.Relative), Token));

        await RunAsync(
            kiota, "generate", "-l", "CSharp", "-d", "v1.json", "-c", "EdgarApiGenerated", "-n", "EdgarApi.Generated", "-o", "generated");
        var (restored, _, _) = await ClientProgram.RunAsync("dotnet", ["restore", "-v", "quiet"], folder, Quiet);
        if (restored != 0) Assert.Skip("NuGet cannot restore the packages of Kiota.");
        await RunAsync(
            "dotnet", "build", "--no-restore", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false",
            "-o", "out");
        var output = await RunAsync("dotnet", "exec", "out/Client.dll");

        // Apple's 10-K for the fiscal year 2025.
        Assert.Equal(
            [
                "Revenue 416161000000 391035000000", "CostOfRevenue 220960000000 210352000000",
                "Revenue FY2025 416161000000", "NetIncome FY2025 112010000000",
                "404 Company_not_found: No company has the ticker or CIK 'AAPX'.",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, Token);

        async Task<string> RunAsync(string program, params string[] arguments)
        {
            var run = await ClientProgram.RunAsync(
                program, arguments, folder,
                [.. Quiet, ("EDGAR_API_URL", http.BaseAddress!.AbsoluteUri.TrimEnd('/')), ("EDGAR_API_KEY", ApiServer.Key)]);
            Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
            return run.Output;
        }
    }

    private static async Task<string> FindKiotaAsync()
    {
        if (ClientProgram.IsOnPath("kiota")) return "kiota";
        var tools = Path.Combine(AppContext.BaseDirectory, "Clients", "kiota");
        var installed = Path.Combine(tools, OperatingSystem.IsWindows() ? "kiota.exe" : "kiota");
        if (File.Exists(installed)) return installed;
        var (exitCode, output, error) = await ClientProgram.RunAsync(
            "dotnet", ["tool", "install", "Microsoft.OpenApi.Kiota", "--version", Version, "--tool-path", tools], environment: Quiet);
        if (exitCode != 0) Assert.Skip($"Kiota is not installed, and NuGet cannot install it: {output} {error}");
        return installed;
    }
}
