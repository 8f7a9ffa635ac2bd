using System.Reflection;
using System.Runtime.CompilerServices;
using NetArchTest.Rules;

namespace EdgarApi.Tests.Architecture;

/// <summary>References between projects point one way, and every name means one thing.</summary>
public class ProjectTests
{
    /// <summary>Each project with the projects it may use.</summary>
    private static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Financials"] = [],
        ["Contracts"] = ["Financials"],
        ["Sec"] = ["Financials", "Contracts"],
        ["Storage"] = ["Financials", "Contracts", "Sec"],
        ["Caching"] = ["Financials", "Contracts", "Sec", "Storage"],
        ["Accounts"] = ["Financials", "Contracts", "Sec", "Storage", "Caching"],
        ["Datasets"] = ["Financials", "Contracts", "Sec", "Storage"],
        ["Client"] = ["Contracts"],
        ["ServiceDefaults"] = ["Contracts"],
        ["Api"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "ServiceDefaults"],
        ["Warmer"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "Client", "Datasets", "ServiceDefaults"],
        ["LoadTesting"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts"],
        ["Operations"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "LoadTesting"],
        ["Cli"] =
        [
            "Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "Client", "Datasets", "ServiceDefaults", "LoadTesting",
            "Operations",
        ],
        ["AppHost"] = ["Contracts", "ServiceDefaults"],
    };

    public static TheoryData<string> Projects => [.. Uses.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_those_below_it(string project)
    {
        string[] others = [.. Uses.Keys.Except(Uses[project]).Where(other => other != project).Select(other => $"EdgarApi.{other}")];

        var result = Types.InAssembly(GetAssembly(project)).Should().NotHaveDependencyOnAny(others).GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypes.Select(type => type.FullName)));
    }

    [Fact]
    public void Every_project_has_its_place_in_the_order()
    {
        var projects = Directory.EnumerateFiles(AppContext.BaseDirectory, "EdgarApi.*.dll").Select(Path.GetFileNameWithoutExtension)
            .Append("EdgarApi.Cli");

        Assert.Equal(Uses.Keys.Append("Tests").Select(project => $"EdgarApi.{project}").Order(), projects.Order());
    }

    [Fact]
    public void No_namespace_shares_a_types_name()
    {
        var namespaces = OwnTypes().SelectMany(type => type.Namespace!.Split('.')).ToHashSet();

        Assert.Empty(OwnTypes().Select(GetName).Where(namespaces.Contains).Distinct());
    }

    [Fact]
    public void No_two_types_share_a_name()
    {
        var shared = OwnTypes().Select(type => (Name: GetName(type), type.Namespace)).Distinct().GroupBy(type => type.Name)
            .Where(types => types.Count() > 1);

        Assert.Empty(shared.Select(types => types.Key));
    }

    private static Assembly GetAssembly(string project) => Assembly.Load(project == "Cli" ? "edgar" : $"EdgarApi.{project}");

    /// <summary>Types that somebody wrote, without those that only their own type sees.</summary>
    private static IEnumerable<Type> OwnTypes() => Uses.Keys.SelectMany(project => GetAssembly(project).GetTypes()).Where(type =>
        !type.IsNestedPrivate && type.Namespace?.StartsWith("EdgarApi.", StringComparison.Ordinal) == true
            && !type.Name.Contains('<', StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    /// <summary>
    /// The name without the number of type parameters: <c>Cache&lt;T&gt;</c> and <c>Cache</c> of one namespace belong together.
    /// </summary>
    private static string GetName(Type type) => type.Name.Split('`')[0];
}
