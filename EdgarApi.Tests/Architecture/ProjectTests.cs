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
        ["ServiceDefaults"] = [],
        ["Api"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "ServiceDefaults"],
        ["Warmer"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "ServiceDefaults"],
        ["LoadTesting"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts"],
        ["Cli"] = ["Financials", "Contracts", "Sec", "Storage", "Caching", "Accounts", "ServiceDefaults", "LoadTesting"],
        ["AppHost"] = ["ServiceDefaults"],
    };

    /// <summary>Type names that a namespace also has, each with the reason why it still does. The list must shrink.</summary>
    private static readonly Dictionary<string, string> NamesOfNamespaces = new()
    {
        ["WebSecurity"] = "The middleware gets its own name when the pipeline moves to Program.cs.",
    };

    /// <summary>Type names that several types have, each with the reason why they still do. The list must shrink.</summary>
    private static readonly Dictionary<string, string> NamesOfSeveralTypes = new()
    {
        ["KeyChanges"] = "What is changed of a key, and which keys changed: renamed with the other types of keys.",
        ["MetricRow"] = "The catalog's and the table's: the catalog gets stages.",
        ["RequestLimits"] = "The API's and the gate's: the gate becomes part of the load tool's project.",
    };

    public static TheoryData<string> Projects => [.. Uses.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_those_below_it(string project)
    {
        string[] others = [.. Uses.Keys.Except(Uses[project]).Where(other => other != project).Select(other => $"EdgarApi.{other}")];

        var result = Types.InAssembly(AssemblyOf(project)).Should().NotHaveDependencyOnAny(others).GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypes.Select(type => type.FullName)));
    }

    [Fact]
    public void Every_project_has_its_place_in_the_order()
    {
        var projects = Directory.EnumerateFiles(AppContext.BaseDirectory, "EdgarApi.*.dll").Select(Path.GetFileNameWithoutExtension).Append("EdgarApi.Cli");

        Assert.Equal(Uses.Keys.Append("Tests").Select(project => $"EdgarApi.{project}").Order(), projects.Order());
    }

    [Fact]
    public void No_namespace_shares_a_types_name()
    {
        var namespaces = OwnTypes().SelectMany(type => type.Namespace!.Split('.')).ToHashSet();

        Assert.Equal(NamesOfNamespaces.Keys.Order(), OwnTypes().Select(NameOf).Where(namespaces.Contains).Distinct().Order());
    }

    [Fact]
    public void No_two_types_share_a_name()
    {
        var shared = OwnTypes().Select(type => (Name: NameOf(type), type.Namespace)).Distinct().GroupBy(type => type.Name).Where(types => types.Count() > 1);

        Assert.Equal(NamesOfSeveralTypes.Keys.Order(), shared.Select(types => types.Key).Order());
    }

    private static Assembly AssemblyOf(string project) => Assembly.Load(project == "Cli" ? "edgar" : $"EdgarApi.{project}");

    /// <summary>Types that somebody wrote, without those that only their own type sees.</summary>
    private static IEnumerable<Type> OwnTypes() => Uses.Keys.SelectMany(project => AssemblyOf(project).GetTypes()).Where(type =>
        !type.IsNestedPrivate && type.Namespace?.StartsWith("EdgarApi.", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    /// <summary>The name without the number of type parameters: <c>Cache&lt;T&gt;</c> and <c>Cache</c> of one namespace belong together.</summary>
    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
