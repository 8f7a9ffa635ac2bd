namespace EdgarApi.AppHost.Supervision;

/// <summary>Starts a project from the program that the AppHost's build made.</summary>
internal static class BuiltProgram
{
    /// <summary>
    /// Runs the built program itself. Aspire's default, <c>dotnet run --no-build</c>, evaluates the project again at each start, and the
    /// process that the orchestrator signals and reports is then the SDK's instead of the program's. Debuggers and <c>dotnet watch</c>
    /// keep the default.
    /// </summary>
    public static IResourceBuilder<ProjectResource> RunBuiltProgram(this IResourceBuilder<ProjectResource> project)
    {
        var builder = project.ApplicationBuilder;
        var hasOwnWay = builder.Configuration["DEBUG_SESSION_PORT"] is not null || builder.Configuration["DOTNET_WATCH"] is not null;
        if (builder.ExecutionContext.IsPublishMode || hasOwnWay) return project;

        var folder = Path.GetDirectoryName(project.Resource.GetProjectMetadata().ProjectPath)!;
        var output = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory); // …/<project>/bin/<configuration>/<framework>
        var (framework, configuration) = (Path.GetFileName(output), Path.GetFileName(Path.GetDirectoryName(output)!));
        var program = Path.Combine("bin", configuration, framework, $"{Path.GetFileName(folder)}.dll");
        return project
            .WithEnvironment("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "false") // logs are also read as files
            .WithEnvironment("MALLOC_ARENA_MAX", "2") // this and the next as in the images: Container.props
            .WithEnvironment("DOTNET_GCgen0size", "0x1800000")
            .WithEnvironment("Logging__Console__FormatterName", "simple")
            .WithEnvironment("Logging__Console__FormatterOptions__SingleLine", "true")
            .WithAnnotation(new ExecutableAnnotation { Command = "dotnet", WorkingDirectory = folder },
                ResourceAnnotationMutationBehavior.Replace)
            .WithEnvironment(context =>
                context.EnvironmentVariables.Remove("OTEL_TRACES_SAMPLER")) // Aspire's "always_on" would trace background loops
            .WithArgs("exec", program)
            .WithoutHttpsCertificate(); // plain HTTP on the loopback interface; without this Aspire asks for a development certificate
    }
}
