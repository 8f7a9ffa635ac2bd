using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgarApi.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace EdgarApi.Tests.Deployment;

/// <summary>The structure of azure.yaml. Each variable that a module reads is set.</summary>
public sealed partial class AzureYamlTests(Infrastructure infrastructure)
{
    /// <summary>Outputs that azd, its hooks or people read.</summary>
    private static readonly string[] ForPeople = ["AZURE_RESOURCE_GROUP", "GRAFANA_ADDRESS", "GRAFANA_NAME", "PUBLIC_ADDRESS"];

    private static readonly YamlMappingNode Root = Load();

    private static YamlMappingNode Services => (YamlMappingNode)Root["services"];

    [Fact]
    public void Each_service_is_a_container_app_with_a_module_of_its_own()
    {
        Assert.Equal(Infrastructure.Programs.Order(), Services.Children.Keys.Select(name => $"{name}").Order());
        Assert.All(Services.Children, service =>
        {
            Assert.Equal("containerapp", $"{service.Value["host"]}");
            Assert.True(RepositoryFiles.Exists($"infra/{service.Key}.bicep"), $"{service.Key}.bicep");
            Assert.True(RepositoryFiles.Exists($"infra/{service.Key}.bicepparam"), $"{service.Key}.bicepparam");
        });
        Assert.Equal(">= 1.23.8", $"{Root["requiredVersions"]["azd"]}");
    }

    /// <summary>azd stores a deployment's outputs in user secrets, and creates the id in the project file if it is missing.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("warmer")]
    [InlineData("migrate")]
    public void A_service_that_azd_builds_is_a_dotnet_project_with_user_secrets(string service)
    {
        Assert.Equal("dotnet", $"{Services[service]["language"]}");
        var folder = $"{Services[service]["project"]}";
        var project = XDocument.Load(RepositoryFiles.GetPath($"{folder}/{Path.GetFileName(folder)}.csproj"));
        Assert.NotEmpty(Assert.Single(project.Descendants("UserSecretsId")).Value);
    }

    /// <summary>azd deploys a service after those that it uses, hooks included.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("warmer")]
    public void Programs_are_replaced_after_the_migration_has_ended(string service)
    {
        Assert.Contains("migrate", ((YamlSequenceNode)Services[service]["uses"]).Select(used => $"{used}"));
        var hook = Services["migrate"]["hooks"]["postdeploy"];
        var script = Path.GetFullPath(Path.Combine(RepositoryFiles.GetPath($"{Services["migrate"]["project"]}"), $"{hook["run"]}"));
        Assert.True(File.Exists(script), script);
        Assert.Equal("sh", $"{hook["shell"]}");
    }

    /// <summary>
    /// The edge is approved as soon as it exists. The dashboards come after the last program: a role that was just assigned takes minutes
    /// to be effective.
    /// </summary>
    [Theory]
    [InlineData("postprovision", "infra/hooks/approve-edge.sh")]
    [InlineData("postdeploy", "infra/hooks/upload-dashboards.sh")]
    public void What_templates_cannot_do_is_done_by_a_hook(string moment, string script)
    {
        var hook = Root["hooks"][moment];
        Assert.Equal(("sh", script), ($"{hook["shell"]}", $"{hook["run"]}"));
        Assert.True(RepositoryFiles.Exists(script), script);
    }

    [Fact]
    public async Task Every_variable_that_a_module_reads_is_an_output_or_set_by_azd_or_by_the_operator()
    {
        var outputs = (await infrastructure.GetAsync("production")).Templates[Infrastructure.Main]["outputs"]!.AsObject()
            .Select(output => output.Key).ToList();
        var read = ReadVariables([.. Infrastructure.Programs]);
        string[] known = [.. outputs, .. Infrastructure.AzdVariables.Keys, .. Infrastructure.OperatorVariables.Keys];

        Assert.NotEmptyAndAll(read, variable => Assert.Contains(variable, known));
        Assert.NotEmptyAndAll(outputs, output => Assert.Contains(output, read.Concat(ForPeople)));
        Assert.NotEmptyAndAll(ReadVariables([Infrastructure.Main]), variable => Assert.DoesNotContain(variable, outputs));
    }

    [Fact]
    public void Each_variable_of_the_operator_is_documented()
    {
        var page = RepositoryFiles.Read("docs/deploy.md");
        Assert.All(Infrastructure.OperatorVariables.Keys, variable => Assert.Contains($"`{variable}`", page, StringComparison.Ordinal));
    }

    private static List<string> ReadVariables(string[] templates) =>
    [
        .. templates.SelectMany(template => Variable().Matches(RepositoryFiles.Read($"infra/{template}.bicepparam")))
            .Select(match => match.Groups[1].Value).Distinct(),
    ];

    private static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(RepositoryFiles.Read("azure.yaml")));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex("readEnvironmentVariable\\(\\s*'([A-Z_]+)'")]
    private static partial Regex Variable();
}
