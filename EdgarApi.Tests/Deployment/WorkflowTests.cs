using System.Text.RegularExpressions;
using EdgarApi.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace EdgarApi.Tests.Deployment;

/// <summary>
/// The workflows of GitHub, which run nowhere else. <c>scripts/check-workflows</c> also checks them against GitHub's schema.
/// </summary>
public sealed partial class WorkflowTests
{
    private const string Folder = ".github/workflows";

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(RepositoryFiles.GetPath(Folder), "*.yml").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_read_the_code_only_and_ends_in_time(string file)
    {
        var workflow = Load(file);

        Assert.Equal("read", $"{workflow["permissions"]["contents"]}");
        Assert.Single(((YamlMappingNode)workflow["permissions"]).Children);
        Assert.NotEmptyAndAll(GetJobs(workflow), job =>
        {
            Assert.True(Has(job, "uses") || Has(job, "timeout-minutes"));
            // Only the sign-in to Azure and the report of findings need more.
            if (!Has(job, "permissions")) return;
            foreach (var right in ((YamlMappingNode)job["permissions"]).Children.Keys)
                Assert.Contains($"{right}", (string[])["contents", "id-token", "security-events"]);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_step_uses_a_version_keeps_no_credentials_and_runs_what_exists(string file)
    {
        foreach (var step in GetJobs(Load(file)).SelectMany(GetSteps))
        {
            if (Has(step, "uses"))
            {
                Assert.Matches(@"^[\w.-]+/[\w./-]+@v?\d", $"{step["uses"]}");
                if ($"{step["uses"]}".StartsWith("actions/checkout@", StringComparison.Ordinal))
                    Assert.Equal("false", $"{step["with"]["persist-credentials"]}");
                continue;
            }

            var command = $"{step["run"]}";
            // A command executes text from outsiders that it contains. An environment variable does not.
            Assert.DoesNotMatch(@"\$\{\{", command);
            foreach (Match script in Script().Matches(command))
            {
                var path = RepositoryFiles.GetPath(script.Groups[1].Value);
                Assert.True(File.Exists(path), script.Value);
                if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), script.Value);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_called_workflow_exists_and_gets_its_inputs(string file)
    {
        foreach (var job in GetJobs(Load(file)).Where(job => Has(job, "uses")))
        {
            var called = Load(Path.GetFileName($"{job["uses"]}"));
            var trigger = called["on"]["workflow_call"] as YamlMappingNode;
            var inputs = trigger is not null && Has(trigger, "inputs") ? (YamlMappingNode)trigger["inputs"] : new YamlMappingNode();
            string[] given = Has(job, "with") ? [.. ((YamlMappingNode)job["with"]).Children.Keys.Select(key => $"{key}")] : [];

            Assert.Subset(inputs.Children.Keys.Select(key => $"{key}").ToHashSet(), given.ToHashSet());
            foreach (var (name, input) in inputs.Children)
                if (Has((YamlMappingNode)input, "required") && $"{input["required"]}" == "true") Assert.Contains($"{name}", given);
        }
    }

    [Theory]
    [InlineData("commit.yml", "push")]
    [InlineData("pull-request.yml", "pull_request")]
    public void Pushes_and_pull_requests_run_the_tests(string file, string trigger)
    {
        var workflow = Load(file);

        Assert.True(Has((YamlMappingNode)workflow["on"], trigger));
        Assert.Contains(GetJobs(workflow).SelectMany(GetSteps), step => Has(step, "run") && $"{step["run"]}" == "./test");
    }

    /// <summary>The environment production has required reviewers, which is a setting of the repository.</summary>
    [Fact]
    public void A_deployment_is_tested_scanned_and_tried_in_staging_before_production()
    {
        var jobs = (YamlMappingNode)Load("deploy.yml")["jobs"];
        string[] GetNeeds(string job) =>
            jobs[job]["needs"] is YamlSequenceNode many ? [.. many.Select(need => $"{need}")] : [$"{jobs[job]["needs"]}"];

        Assert.Contains(
            GetSteps((YamlMappingNode)jobs["test"]), step => Has(step, "run") && $"{step["run"]}" == "scripts/previous-release");
        Assert.Equal(["test", "images"], GetNeeds("staging"));
        Assert.Equal(["staging"], GetNeeds("production"));
        Assert.Equal(
            ("staging", "production"), ($"{jobs["staging"]["with"]["environment"]}", $"{jobs["production"]["with"]["environment"]}"));
        var deployment = GetJobs(Load("deploy-environment.yml")).Single();
        Assert.Equal("${{ inputs.environment }}", $"{deployment["environment"]}");
        var commands = GetSteps(deployment).Where(step => Has(step, "run")).Select(step => $"{step["run"]}").ToList();
        Assert.True(
            commands.FindIndex(command => command.StartsWith("azd deploy", StringComparison.Ordinal))
            < commands.FindIndex(command => command.StartsWith("scripts/smoke", StringComparison.Ordinal)));
    }

    /// <summary>A variable that the templates need and the workflow does not set stops the deployment, or has no effect.</summary>
    [Fact]
    public void A_deployment_sets_every_variable_of_the_operator()
    {
        var environment = (YamlMappingNode)GetJobs(Load("deploy-environment.yml")).Single()["env"];

        Assert.NotEmptyAndAll(Infrastructure.OperatorVariables.Keys, variable => Assert.True(Has(environment, variable), variable));
        Assert.Equal("${{ secrets.ADMIN_API_KEY }}", $"{environment["ADMIN_API_KEY"]}");
        // A variable that is not set on GitHub is empty, not absent.
        Assert.Equal(
            ("${{ vars.SIZE || 'production' }}", "${{ vars.READ_REPLICAS || '2' }}"),
            ($"{environment["SIZE"]}", $"{environment["READ_REPLICAS"]}"));
    }

    private static YamlMappingNode Load(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(RepositoryFiles.Read($"{Folder}/{file}")));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static List<YamlMappingNode> GetJobs(YamlMappingNode workflow) =>
        [.. ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>()];

    private static IEnumerable<YamlMappingNode> GetSteps(YamlMappingNode job) =>
        Has(job, "steps") ? ((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>() : [];

    private static bool Has(YamlMappingNode node, string name) => node.Children.ContainsKey(name);

    [GeneratedRegex(@"(?:^|\s)\.?/?((?:scripts/[\w-]+)|test)(?=\s|$)")]
    private static partial Regex Script();
}
